import { logIn, logOut } from './collector.ts';
import { readRemembered } from './device.ts';

/** The log-in demonstration of the about page. */
export function startLogin(): void {
  const form = document.querySelector<HTMLFormElement>('[data-login]');
  const status = document.querySelector('[data-login-status]');
  const field = form?.querySelector('input');
  if (!form || !status || !field) return;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const customer = field.value.trim();
    if (customer === '') {
      status.textContent = 'Type a number first, any number.';
    } else if (readRemembered() === null) {
      status.textContent = 'Choose “Remember me” first: before that, logging in sends nothing.';
    } else {
      logIn(customer);
      field.value = '';
      status.textContent = 'Logged in. The hash of what you typed is on its way, the number is not.';
    }
  });
  form.querySelector('[data-logout]')?.addEventListener('click', () => {
    logOut();
    status.textContent = 'Logged out: what you do from now on is this device’s own again.';
  });
}
