/** A form that came back with problems: the first thing read and reached is what they are. */
export function showProblems(): void {
  const problems = document.querySelector<HTMLElement>('.problems');
  if (problems === null) return;
  problems.tabIndex = -1;
  problems.focus();
}
