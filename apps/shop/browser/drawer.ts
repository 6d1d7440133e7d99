import { carry } from './carry.ts';
import { showRemembered } from './choice.ts';
import { giveConsent } from './collector.ts';
import { readRemembered } from './device.ts';

const REFRESH_MS = 2000;
/** After a click the tracker first has to tell the collector. */
const AFTER_CLICK_MS = 400;
/** A withdrawal is on its way for half a second; past some seconds the collector is not there. */
const WITHDRAWAL_LOOK_MS = 200;
const WITHDRAWAL_LOOKS = 25;

type Parts = {
  readonly dialog: HTMLDialogElement;
  readonly statement: HTMLElement;
  readonly status: HTMLElement;
  readonly opener: HTMLFormElement;
};

function findParts(): Parts | null {
  const dialog = document.querySelector<HTMLDialogElement>('#drawer');
  const statement = document.querySelector<HTMLElement>('[data-statement]');
  const status = document.querySelector<HTMLElement>('[data-drawer-status]');
  const opener = document.querySelector<HTMLFormElement>('[data-drawer-opener]');
  return dialog && statement && status && opener ? { dialog, statement, status, opener } : null;
}

async function ask(address: string | undefined, device = readRemembered()?.device): Promise<string> {
  const answer = await fetch(address ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ device }),
  });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.text();
}

/** Times come in UTC; whoever reads them lives elsewhere. */
function localizeTimes(fragment: Document): void {
  for (const time of fragment.querySelectorAll('time')) {
    time.textContent = new Date(time.dateTime).toLocaleTimeString(undefined, { hour12: false });
  }
}

/** Replaces the statement only when it changed, so that reading and selecting are not disturbed. */
function showFragment(statement: HTMLElement, markup: string): void {
  const fragment = new DOMParser().parseFromString(markup, 'text/html');
  localizeTimes(fragment);
  if (statement.textContent === fragment.body.textContent) return;
  statement.replaceChildren(...fragment.body.childNodes);
}

async function refresh({ dialog, statement, status }: Parts): Promise<void> {
  if (!dialog.open || document.hidden) return;
  try {
    showFragment(statement, await ask(dialog.dataset.held));
  } catch {
    status.textContent = 'The collector does not answer at the moment.';
  }
}

/** Waits until the collector has taken the withdrawal in: one that came after the erasure would be held again. */
async function awaitWithdrawal({ dialog }: Parts, device: string): Promise<void> {
  for (let looks = 0; looks < WITHDRAWAL_LOOKS; looks++) {
    const held = await ask(dialog.dataset.held, device);
    if (!/data-kind="(consented|known)"/.test(held)) return;
    await new Promise((resolve) => setTimeout(resolve, WITHDRAWAL_LOOK_MS));
  }
}

/** The page first falls silent, since the click that brought us here is an event, too. */
async function forget(parts: Parts): Promise<void> {
  const { dialog, statement, status } = parts;
  const device = readRemembered()?.device;
  status.textContent = 'Forgetting …';
  try {
    giveConsent({ analytics: false, personalization: false });
    if (device !== undefined) await awaitWithdrawal(parts, device);
    showFragment(statement, await ask(dialog.dataset.forget, device));
    status.textContent = 'Done: above is your receipt.';
  } catch {
    status.textContent = 'That did not work: nothing was erased. Please try again.';
  }
  showRemembered();
}

function open(parts: Parts): void {
  parts.dialog.show();
  parts.dialog.querySelector('h2')?.focus();
  carry('d', true);
}

function close({ dialog, opener }: Parts): void {
  dialog.close();
  carry('d', false);
  opener.querySelector('button')?.focus();
}

/** The drawer: opened by its button, closed by its other button or Escape, and fresh while it is open. */
export function startDrawer(): void {
  const parts = findParts();
  if (parts === null) return;
  let isReceipt = false;
  const look = (): void => {
    if (!isReceipt) void refresh(parts);
  };
  parts.opener.addEventListener('submit', (event) => {
    event.preventDefault();
    isReceipt = false;
    parts.status.textContent = '';
    if (parts.dialog.open) close(parts);
    else open(parts);
    look();
  });
  parts.dialog.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element)) return;
    if (target.closest('[data-drawer-close]')) close(parts);
    if (!target.closest('[data-forget-me]')) return;
    isReceipt = true;
    void forget(parts);
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && parts.dialog.open) close(parts);
  });
  for (const type of ['click', 'change', 'visibilitychange']) {
    document.addEventListener(type, () => setTimeout(look, AFTER_CLICK_MS));
  }
  setInterval(look, REFRESH_MS);
  look();
}
