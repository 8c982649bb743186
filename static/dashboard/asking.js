/**
 * For what the server counts beside the journal: asks again when something has happened, once for many things.
 * @param {import('./model.js').Model} model @param {() => Promise<unknown>} ask
 */
export const createAsking = (model, ask) => {
  let asked = ''
  let timer = 0
  const happened = () => `${model.entries.length} ${model.exchanges.at(-1)?.id ?? 0}`
  const askNow = () => {
    timer = 0
    asked = happened()
    // A connection that is lost is shown in the bar; what is asked next is whole again.
    ask().catch(() => {})
  }
  return {
    update() {
      if (timer || asked === happened()) return
      timer = window.setTimeout(askNow, asked ? 600 : 0)
    },
    close: () => clearTimeout(timer),
  }
}
