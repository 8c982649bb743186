import { Validator } from '@cfworker/json-schema'
import { validate as hyperjump, registerSchema } from '@hyperjump/json-schema/draft-2020-12'
import { Ajv2020 } from 'ajv/dist/2020.js'

export type Valid = (value: unknown) => boolean

/** One schema in three validators that nobody here wrote, each with the settings it comes with. */
export const validatorsOf = async (name: string, schema: object): Promise<Record<string, Valid>> => {
  const id = `https://epay-sandbox.example/${name}`
  const { $id, ...rest } = schema as { $id?: string }
  registerSchema(rest as never, id, 'https://json-schema.org/draft/2020-12/schema')
  const third = await hyperjump(id)
  const second = new Validator(rest as never, '2020-12', false)
  return {
    ajv: new Ajv2020({ logger: false }).compile(schema) as Valid,
    cfworker: (value) => second.validate(value).valid,
    hyperjump: (value) => third(value as never).valid,
  }
}
