/** A shelf of salts in memory, which can be full. */
import type { SaltShelf, ShelvedSalt } from '../../core/ports.ts';
import { readSalts, writeSalts } from '../../core/stores/salt-text.ts';

export type ShelfInMemory = SaltShelf & {
  /** All that lies there. */
  text: string;
  isFull: boolean;
  /** Salts that were put there. */
  puts: number;
};

/** @example const shelf = createShelfInMemory(); shelf.isFull = true; */
export function createShelfInMemory(text = '{}'): ShelfInMemory {
  const read = (): readonly ShelvedSalt[] => readSalts(shelf.text);
  const write = (salts: readonly ShelvedSalt[]): void => {
    if (shelf.isFull) throw new Error('full');
    shelf.text = writeSalts(salts);
  };
  const shelf: ShelfInMemory = {
    text,
    isFull: false,
    puts: 0,
    list: async (site) => read().filter((salt) => site === undefined || salt.site === site),
    put: async (salt) => {
      const lying = read().find(({ site, day }) => site === salt.site && day === salt.day);
      if (lying !== undefined) return lying;
      write([...read(), salt]);
      shelf.puts += 1;
      return salt;
    },
    destroy: async (madeUntil) => {
      const gone = read().filter(({ createdAt }) => createdAt <= madeUntil);
      if (gone.length > 0) write(read().filter(({ createdAt }) => createdAt > madeUntil));
      return gone.map(({ site, day, createdAt }) => ({ site, day, createdAt }));
    },
  };
  return shelf;
}
