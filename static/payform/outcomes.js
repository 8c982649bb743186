/**
 * The outcomes of the strip, found by words: as many as fit stay in the list, and the first of them is chosen.
 */
export function startOutcomes() {
  const search = /** @type {HTMLInputElement | null} */ (document.querySelector('#outcome-search'))
  const select = /** @type {HTMLSelectElement | null} */ (document.querySelector('#outcome'))
  if (!search || !select) return
  search.hidden = false
  const [byCard, ...all] = [...select.options]
  search.addEventListener('input', () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean)
    for (const option of all) option.hidden = !words.every((word) => option.text.toLowerCase().includes(word))
    for (const group of select.querySelectorAll('optgroup'))
      group.hidden = [...group.children].every((option) => /** @type {HTMLElement} */ (option).hidden)
    const first = words.length > 0 && all.find((option) => !option.hidden)
    const chosen = first || byCard
    if (chosen) chosen.selected = true
  })
  // Enter would pay.
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') event.preventDefault()
  })
}
