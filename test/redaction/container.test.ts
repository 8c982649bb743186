import t from 'tap'

t.test('a container is known by the file of its engine, or by the cluster it is in', async (t) => {
  const there: string[] = []
  const { isContainer, insideContainer } = await t.mockImport<
    typeof import('../../server/redaction/container.ts')
  >('../../server/redaction/container.ts', {
    'node:fs': { existsSync: (path: string) => there.includes(path) },
  })
  const known = process.env.KUBERNETES_SERVICE_HOST
  t.teardown(() => {
    if (known !== undefined) process.env.KUBERNETES_SERVICE_HOST = known
  })
  delete process.env.KUBERNETES_SERVICE_HOST
  t.equal(isContainer(), false)
  for (const file of ['/.dockerenv', '/run/.containerenv']) {
    there.push(file)
    t.equal(isContainer(), true, file)
    there.pop()
  }
  process.env.KUBERNETES_SERVICE_HOST = '10.96.0.1'
  t.teardown(() => delete process.env.KUBERNETES_SERVICE_HOST)
  t.equal(isContainer(), true)
  t.match(insideContainer, /write host\.docker\.internal .* the name of the service .*connect\/containers/)
})
