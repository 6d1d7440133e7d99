import { carry } from './carry.ts';
import { giveConsent } from './collector.ts';
import { readRemembered } from './device.ts';

const SAID: Readonly<Record<string, string>> = {
  remember: 'You are remembered from now on.',
  visit: 'Only this visit, then.',
  stop: 'You are no longer remembered.',
};

const all = (selector: string): readonly HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>(selector),
];

/** Shown where there is a place for it; spoken once, by the drawer where it is open. */
function say(text: string): void {
  const isDrawerOpen = document.querySelector('#drawer[open]') !== null;
  const spoken = isDrawerOpen ? '[data-drawer-status]' : '[data-announcement]';
  for (const place of all(`[data-choice-status], ${spoken}`)) place.textContent = text;
}

function closeQuestion(): void {
  for (const question of all('[data-question]')) question.hidden = true;
}

/** A button that goes when it was pressed takes the focus with it: reading goes on with what is around it. */
function keepFocus(pressed: HTMLElement): void {
  if (pressed.checkVisibility()) return;
  const around =
    pressed.closest('dialog')?.querySelector('h2') ?? document.querySelector<HTMLElement>('#main');
  around?.focus({ preventScroll: true });
}

/** Offers to stop being remembered exactly where somebody is. */
export function showRemembered(): void {
  const isRemembered = readRemembered() !== null;
  for (const element of all('[data-remembered-only]')) element.hidden = !isRemembered;
}

/** Takes a choice; `remember` and `stop` change what the tracker may keep, `visit` is what holds anyway. */
function choose(choice: string): void {
  if (choice === 'remember') giveConsent({ analytics: true, personalization: true });
  if (choice === 'stop' || (choice === 'visit' && readRemembered() !== null)) {
    giveConsent({ analytics: false, personalization: false });
  }
  carry('k', true);
  closeQuestion();
  showRemembered();
  say(SAID[choice] ?? '');
}

/** Whoever was remembered is not asked, nor is anybody whose browser has already objected. */
export function startChoice(): void {
  const objects = 'globalPrivacyControl' in navigator && navigator.globalPrivacyControl === true;
  const isRemembered = readRemembered() !== null;
  if (isRemembered) giveConsent({ analytics: true, personalization: true });
  for (const question of all('[data-question]')) question.hidden = objects || isRemembered;
  showRemembered();
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-choice]') : null;
    if (button?.dataset.choice === undefined) return;
    choose(button.dataset.choice);
    keepFocus(button);
  });
}
