/** Of a site that answers by itself: what the file that decides in the page will hear, and when that is loaded. */
import { readPath } from './address.ts';
import { load } from './part.ts';
import { site } from './site.ts';
import type { Heard, LocalAnswer, Post, TakeSession } from './wire.ts';

/** Whether the page itself decides: core/tracker/build.ts says so. */
declare const LOCAL: boolean;

/** What happened on the page and what was answered, until the local file takes it; that then hears the rest. */
export const heard: Heard[] = [];
let isAsked = false;
const landing = LOCAL && readPath();

/** What the site says of the page that was loaded. It is about no later route. */
export const readFacts = (path: string) => path === landing && site.page;

/** Loads what decides, where the site has something to decide. */
export function decideHere(): void {
  if (isAsked || !site.d) return;
  isAsked = true;
  load('local', (take: TakeSession) => take(heard));
}

/** Takes an answer. Without a state there is nobody to decide for. */
export async function hear(answer: Response, { e }: Post, sentAt: number): Promise<LocalAnswer> {
  const said: LocalAnswer = await answer.json();
  heard.push([said, e, sentAt]);
  if (said.st) decideHere();
  return said;
}
