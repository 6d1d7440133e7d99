/** What every part of the builder is given, and what is wrong at its place. */
import { createContext, useContext } from 'react';
import type { NewId } from '../../view-models/segment-form/form.ts';
import type { PlacedFault } from '../../view-models/segment-form/places.ts';
import type { Draft } from '../../view-models/segment-form/write.ts';

export type Building = {
  readonly newId: NewId;
  /** Of the condition as it stands. */
  readonly fault: PlacedFault | null;
  /** What the server was asked. */
  readonly draft: Draft;
  /** Keys to choose from. */
  readonly segments: readonly string[];
  readonly stages: readonly string[];
};

const BuildingContext = createContext<Building | null>(null);
export const BuildingProvider = BuildingContext.Provider;

export function useBuilding(): Building {
  const building = useContext(BuildingContext);
  if (building === null)
    throw new Error('[inkling] [console] a condition is drawn outside: put BuildingProvider around it.');
  return building;
}

/** What is wrong with the field of a place; null: nothing. */
export function useFaultAt(at: string): string | null {
  const { fault } = useBuilding();
  return fault !== null && fault.at === at ? fault.text : null;
}
