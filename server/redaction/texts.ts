/** What a text becomes; `field` is the name it stands under, in an array that of the array. */
export type Change = (text: string, field: string) => string

/** Every text of a value changed, names of fields and long whole numbers too; the same object when none was. */
export const mapTexts = <Value>(value: Value, change: Change, field = ''): Value => {
  if (typeof value === 'string') return change(value, field) as Value
  if (typeof value === 'number') return numberOf(value, change, field) as Value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return mapArray(value, change, field) as Value
  return mapRecord(value as Record<string, unknown>, change) as Value
}

/** Whether any text of a value, or name of a field, is so; nothing is made of those that are not. */
export const someText = (value: unknown, isSo: (text: string) => boolean): boolean => {
  if (typeof value === 'string') return isSo(value)
  if (typeof value === 'number') return value >= longNumber && isSo(String(value))
  if (typeof value !== 'object' || value === null) return false
  for (const name in value)
    if ((!Array.isArray(value) && isSo(name)) || someText((value as Record<string, unknown>)[name], isSo))
      return true
  return false
}

// Instants have thirteen digits, and are no cards.
const longNumber = 1e13

const numberOf = (value: number, change: Change, field: string) => {
  if (value < longNumber) return value
  const text = String(value)
  const changed = change(text, field)
  return changed === text ? value : changed
}

const mapArray = (values: unknown[], change: Change, field: string) => {
  if (values.length === 0) return values
  const changed = values.map((one) => mapTexts(one, change, field))
  return changed.some((one, i) => one !== values[i]) ? changed : values
}

const mapRecord = (record: Record<string, unknown>, change: Change) => {
  let changed: Record<string, unknown> | undefined
  for (const name in record) {
    const known = change(name, '')
    const one = mapTexts(record[name], change, name)
    if (one === record[name] && known === name) continue
    changed ??= { ...record }
    if (known !== name) delete changed[name]
    changed[known] = one
  }
  return changed ?? record
}
