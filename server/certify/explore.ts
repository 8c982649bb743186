export const exploreAndTell = async (..._: unknown[]): Promise<number> => 0
