export interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}

const sampleLine = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/
const labelPair = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y

const labelsOf = (text: string): Record<string, string> => {
  const labels: Record<string, string> = {}
  labelPair.lastIndex = 0
  while (labelPair.lastIndex < text.length) {
    const found = labelPair.exec(text)
    if (!found) throw new Error(`labels cannot be read: ${text}`)
    labels[found[1] as string] = found[2] as string
  }
  return labels
}

const numberOf = (text: string): number => {
  const number = Number(text.replace(/^([+-]?)Inf$/, '$1Infinity'))
  if (Number.isNaN(number) && text !== 'NaN' && text !== 'Nan') throw new Error(`no number: ${text}`)
  return number
}

/** Prometheus text format 0.0.4: throws where a scraper would, and on a sample that was not announced. */
export const readMetrics = (text: string) => {
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  const types = new Map<string, string>()
  const samples: Sample[] = []
  const seen = new Set<string>()
  for (const line of text.split('\n').filter(Boolean)) {
    const [, name = '', type = ''] = /^# TYPE (\S+) (counter|gauge|histogram|summary)$/.exec(line) ?? []
    if (name) types.set(name, type)
    if (line.startsWith('#')) continue
    const found = sampleLine.exec(line)
    if (!found) throw new Error(`no sample: ${line}`)
    const [, sample = '', labels = '', value = ''] = found
    if (!types.has(sample) && types.get(sample.replace(/_(bucket|sum|count)$/, '')) !== 'histogram')
      throw new Error(`not announced: ${line}`)
    const read = { name: sample, labels: labelsOf(labels), value: numberOf(value) }
    const key = `${sample} ${JSON.stringify(Object.entries(read.labels).sort())}`
    if (seen.has(key)) throw new Error(`told twice: ${line}`)
    seen.add(key)
    samples.push(read)
  }
  const isIn = (labels: Record<string, string>) => (sample: Sample) =>
    Object.entries(labels).every(([label, value]) => sample.labels[label] === value)
  return {
    types,
    samples,
    /** The one sample with these labels, whatever else it has. */
    value(name: string, labels: Record<string, string> = {}): number | undefined {
      const found = samples.filter((sample) => sample.name === `epay_sandbox_${name}` && isIn(labels)(sample))
      if (found.length > 1) throw new Error(`${name} ${JSON.stringify(labels)} names ${found.length} samples`)
      return found[0]?.value
    },
  }
}
