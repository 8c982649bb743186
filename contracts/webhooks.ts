import { type JsonSchema, toJsonSchema } from './json-schemas.ts'
import { postlinkExamples } from './operation-examples.ts'
import { type PostlinkKind, postlinkAbout, toPostlinkSchema } from './postlink-schemas.ts'
import { firstOf, type Story } from './recorded.ts'

/** The postlinks by kind, and either of them, for components/schemas. */
export const postlinkSchemas = (): Record<string, JsonSchema> => ({
  SuccessPostlink: toPostlinkSchema('success', toJsonSchema),
  FailurePostlink: toPostlinkSchema('failure', toJsonSchema),
  Postlink: {
    title: 'Postlink',
    description: postlinkAbout,
    oneOf: ['SuccessPostlink', 'FailurePostlink'].map((name) => ({ $ref: `#/components/schemas/${name}` })),
    discriminator: {
      propertyName: 'code',
      mapping: { ok: '#/components/schemas/SuccessPostlink', error: '#/components/schemas/FailurePostlink' },
    },
  },
})

const schemaNames: Record<PostlinkKind, string> = { success: 'SuccessPostlink', failure: 'FailurePostlink' }

const examplesOf = (kind: PostlinkKind, story: Story) => ({
  ...Object.fromEntries(
    firstOf(story.postlinks, (postlink) => postlink.kind)
      .filter((postlink) => postlink.kind === kind)
      .map(({ name, summary, value }) => [name, { summary, value }]),
  ),
  ...postlinkExamples[kind],
})

/** What the bank posts, under each of the content types that it was seen with. */
export const postlinkBody = (kind: PostlinkKind, story: Story) => {
  const schema = { $ref: `#/components/schemas/${schemaNames[kind]}` }
  const examples = examplesOf(kind, story)
  const [first] = Object.values(examples)
  const contentSchema = { $ref: '#/components/schemas/Postlink' }
  const schemaOfText = { type: 'string', contentMediaType: 'application/json', contentSchema }
  const asText = { schema: schemaOfText, example: JSON.stringify(first?.value) }
  return {
    required: true,
    description: 'JSON, whatever the label says; the form has the same fields as text.',
    content: {
      'application/json': { schema, examples },
      'text/plain': asText,
      'application/x-www-form-urlencoded': { schema: { type: 'object', additionalProperties: true } },
      '*/*': asText,
    },
  }
}

/** Bodies for components/requestBodies: webhooks and callbacks name them. */
export const postlinkBodies = (story: Story) => ({
  SuccessPostlink: postlinkBody('success', story),
  FailurePostlink: postlinkBody('failure', story),
})

/** A postlink as the shop sees it come in. Nobody signs it: `secret_hash` and the status say whether it is true. */
export const postlinkOperation = (kind: PostlinkKind, operationId: string) => ({
  operationId,
  summary: `The bank tells the shop of a ${kind}`,
  description:
    'Which form is sent, and under which content type: the quirks postlinkForm and postlinkContentType.',
  security: [],
  requestBody: { $ref: `#/components/requestBodies/${schemaNames[kind]}` },
  responses: {
    '2XX': { description: 'Delivered; what the body says does not matter.' },
    '4XX': { description: 'Not taken: sent again on a schedule.' },
    default: { description: 'Sent again on a schedule, until it is delivered or given up.' },
  },
})

/** The postlinks: what the bank calls at the shop. */
export const toWebhooks = () => ({
  successPostlink: { post: postlinkOperation('success', 'successPostlink') },
  failurePostlink: { post: postlinkOperation('failure', 'failurePostlink') },
})

/** Which fields of a request say where its postlinks go. */
const places = [
  ['postLink', 'failurePostLink'],
  ['post_link', 'failure_post_link'],
] as const

/** The same, tied to the call that asks for it. */
export const toCallbacks = (name: string, fields: string[]) => {
  const place = places.find(([success]) => fields.includes(success))
  if (!place) return {}
  const at = (field: string, kind: PostlinkKind) => ({
    [`{$request.body#/${field}}`]: { post: postlinkOperation(kind, `${name}${schemaNames[kind]}`) },
  })
  return { callbacks: { successPostlink: at(place[0], 'success'), failurePostlink: at(place[1], 'failure') } }
}
