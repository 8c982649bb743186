/** A story that asks for what cannot be: the step fails with these words. */
export class StoryError extends Error {}
