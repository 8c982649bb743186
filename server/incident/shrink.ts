import type { Scenario, Step } from '../../contracts/scenario.ts'

// Each try plays the story once more.
const mostTries = 60

/** The shortest story found that still fails: steps are left out one after another while the failure remains. */
export const shrink = async (
  scenario: Scenario,
  stillFails: (shorter: Scenario) => Promise<boolean>,
): Promise<Scenario> => {
  let story = scenario.story
  let tries = 0
  let isShorter = true
  while (isShorter) {
    isShorter = false
    for (let at = story.length - 1; at >= 0 && story.length > 1 && tries < mostTries; at--) {
      const shorter = without(story, at)
      tries += 1
      if (!(await stillFails({ ...scenario, story: shorter }))) continue
      story = shorter
      isShorter = true
    }
  }
  return { ...scenario, story }
}

const without = (story: Step[], at: number): Step[] => story.filter((_, i) => i !== at)
