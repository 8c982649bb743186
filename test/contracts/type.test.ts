import t from 'tap'
import { Type as TypeBox } from 'typebox'
import { Type } from '../../contracts/type.ts'

/** One schema with every builder in it, made by ours or by TypeBox. */
const sample = ({ Object: Fields, ...type }: typeof Type) =>
  Fields(
    {
      id: type.String({ pattern: '^[0-9]+$', expected: 'digits' }),
      amount: type.Optional(type.Number({ minimum: 0, description: 'Money.' })),
      count: type.Integer(),
      saves: type.Optional(type.Boolean({ default: false })),
      kind: type.Union([type.Literal('a'), type.Literal(1), type.Literal(true), type.Null()], {
        fix: 'choose',
      }),
      status: type.Enum(['NEW', 'PAID'], { description: 'One of them.' }),
      rows: type.Optional(type.Array(Fields({ any: type.Unknown({ title: 'Any' }) }), { maxItems: 3 })),
      quirks: type.Record(type.String(), type.Unknown(), { expected: 'an object' }),
      nothing: type.Optional(Fields({ left: type.Optional(type.Null({ title: 'Nothing' })) })),
    },
    { additionalProperties: false, type: 'object' },
  )

t.test('the builders write what TypeBox writes, to the order of the words', async (t) => {
  t.equal(JSON.stringify(sample(Type)), JSON.stringify(sample(TypeBox)))
})

t.test('an optional field is optional where it is named, not where its schema is used again', async (t) => {
  const text = Type.String({ title: 'Text' })
  const { required } = Type.Object({ first: Type.Optional(text), second: text })
  t.strictSame(required, ['second'])
  t.strictSame(Type.Optional(text), text)
  t.notOk('required' in Type.Object({ first: Type.Optional(text) }))
})
