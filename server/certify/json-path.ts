/** `$.order.state`, `order.items[0].state`: enough of JSON path to point at one value. */
export const valueAt = (document: unknown, path = '$'): unknown =>
  path
    .replace(/^\$\.?/, '')
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter(Boolean)
    .reduce<unknown>((part, name) => (Object(part) as Record<string, unknown>)[name], document)
