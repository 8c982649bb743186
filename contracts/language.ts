/** The page speaks three languages; merchants spell them in many ways. */
export type Language = 'rus' | 'kaz' | 'eng'

// A map, not an object: some shop's language is called "constructor".
const spellings = new Map<string, Language>(
  Object.entries({
    rus: 'rus',
    ru: 'rus',
    'ru-ru': 'rus',
    kaz: 'kaz',
    kz: 'kaz',
    kk: 'kaz',
    'kk-kz': 'kaz',
    eng: 'eng',
    en: 'eng',
    'en-us': 'eng',
    'en-gb': 'eng',
  }),
)

/** The language a spelling stands for, if it is one of the three. */
export const languageOf = (spelling: string | undefined): Language | undefined =>
  spellings.get((spelling ?? '').trim().toLowerCase().replace('_', '-'))

/** Unknown or missing spellings fall back to Russian, the page's first language (assumed). */
export const toLanguage = (spelling: string | undefined): Language => languageOf(spelling) ?? 'rus'

/** Postlinks of 2025 echo three letters. */
export const languageOf2025: Record<Language, string> = { rus: 'RUS', kaz: 'KAZ', eng: 'ENG' }
/** Postlinks of 2020 and the answer to a saved card echo two. */
export const languageOf2020: Record<Language, string> = { rus: 'RU', kaz: 'KZ', eng: 'EN' }
/** BCP 47, for the page's `lang` attribute. */
export const languageTag: Record<Language, 'ru' | 'kk' | 'en'> = { rus: 'ru', kaz: 'kk', eng: 'en' }
