/** Campaigns in files, and which of them a refusal speaks of. */
import { isObject } from '../../../core/collect/json.ts';
import { accept, type Outcome, type Refusal, refuse } from '../../../core/errors.ts';
import { readJsonFile } from './definitions.ts';
import { keyOf } from './putting.ts';

/**
 * @param path A JSON file with one campaign, as it was answered or as it is to be, or a list of them.
 * @example (await readCampaigns('reminder.json')).ok
 */
export async function readCampaigns(path: string): Promise<Outcome<readonly unknown[]>> {
  const json = await readJsonFile(path);
  if (!json.ok) return json;
  if (Array.isArray(json.value)) return accept(json.value);
  return isObject(json.value)
    ? accept([json.value])
    : refuse('invalid_body', path, 'write one campaign, or a list of them');
}

const PLACE = /^campaigns\[(\d+)\]\.?/;

/** Of several, the key of the one that is meant stands in front of the place; one alone needs no name. */
export function nameCampaign(refusal: Refusal, campaigns: readonly unknown[]): Refusal {
  const [head, at] = PLACE.exec(refusal.at) ?? [];
  if (head === undefined) return refusal;
  const rest = refusal.at.slice(head.length);
  if (campaigns.length === 1) return { ...refusal, at: rest };
  const which = keyOf(campaigns[Number(at)]) ?? `campaign ${Number(at) + 1}`;
  return { ...refusal, at: rest === '' ? which : `${which}: ${rest}` };
}
