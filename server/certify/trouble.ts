/** Something a merchant did that no case can go on after; the case fails with these words. */
export class Trouble extends Error {}

/** Nobody answered, or only that it was too busy: whatever became of the order, nobody could see it. */
export class Unseen extends Trouble {}

/** The case says nothing about this merchant, and why. */
export class Skip extends Error {}
