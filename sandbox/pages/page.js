// Keeps a phone's page at its newest line, and reloads it when one comes, but never while somebody is writing.
const phone = document.querySelector('[data-phone]');
if (phone instanceof HTMLElement) {
  const end = () => window.scrollTo({ top: document.body.scrollHeight });
  end();
  const writing = () =>
    [...document.querySelectorAll('input:not([type=hidden]), textarea, select')].some(
      (field) => field === document.activeElement || ('defaultValue' in field && field.value !== field.defaultValue),
    );
  setInterval(async () => {
    const response = await fetch(`/phones/${encodeURIComponent(phone.dataset.phone)}/lines`).catch(() => undefined);
    if (!response?.ok) return;
    const { lines, state } = await response.json();
    if (`${lines} ${state}` !== phone.dataset.lines && !writing()) location.reload();
  }, 2000);
}
