const quoted = (value: string) => `'${value.replaceAll("'", `'\\''`)}'`

const formats = {
  dotenv: (name: string, value: string) => `${name}=${JSON.stringify(value)}`,
  shell: (name: string, value: string) => `export ${name}=${quoted(value)}`,
}
export type EnvironmentFormat = keyof typeof formats | 'json'

export const printEnvironment = (environment: Record<string, string>, format: EnvironmentFormat): string => {
  if (format === 'json') return JSON.stringify(environment, null, 2)
  return Object.entries(environment)
    .map(([name, value]) => formats[format](name, value))
    .join('\n')
}
