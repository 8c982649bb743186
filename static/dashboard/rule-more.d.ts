export const laidOut: Set<string>
export const otherFields: <Field extends { path: string }>(fields: Field[]) => Field[]
export const readField: (kind: string, text: string) => unknown
export const put: (rule: object, path: string, value: unknown) => void
