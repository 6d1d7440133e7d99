/** What the server says of a fault, and the same in German: its sentences are a finite set, with places for what is in them. */

/**
 * As the server writes it, and in German. `«…»` stands for what is put in: the same places on both sides. What stands for
 * `«cure»` is a sentence of the table itself.
 */
export type CureRow = readonly [english: string, german: string];
