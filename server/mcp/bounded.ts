/** An agent pays for every word it reads: no answer is longer than this many characters. */
export const longestAnswer = 20_000

const more = (count: number) =>
  `\n… ${count} more characters are left out: ask for less (limit, invoiceId, only)`

/** As JSON without white space, or the text it is; cut where it would be too long, and it says so. */
export const bounded = (answer: unknown): string => {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer)
  if (text.length <= longestAnswer) return text
  const room = longestAnswer - more(text.length).length
  return `${text.slice(0, room)}${more(text.length - room)}`
}
