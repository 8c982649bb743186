/** Something a merchant did that no case can go on after; the case fails with these words. */
export class Trouble extends Error {}

/** The case says nothing about this merchant, and why. */
export class Skip extends Error {}
