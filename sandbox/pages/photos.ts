/** Made-up pictures of a wound for the photo button. Nobody's body. */
const looks: Record<string, { skin: string; edge: string; line: string; label: string }> = {
  clean: { skin: '#f0d2b6', edge: '#e8bfa0', line: '#b5746a', label: '伤口干净' },
  red: { skin: '#f0c4ab', edge: '#e0604f', line: '#8f1f1f', label: '伤口红肿' },
};

/** An SVG; the clean one for a name that is not known. */
export const samplePhoto = (name: string): string => {
  const look = looks[Object.hasOwn(looks, name) ? name : 'clean'] ?? { skin: '#eee', edge: '#ccc', line: '#999', label: '' };
  const stitches = [0, 1, 2, 3, 4, 5].map((n) => `<path d="M${86 + n * 26} 78v34" stroke="#333" stroke-width="3"/>`).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200" width="300" height="200"><rect width="300" height="200" fill="${look.skin}"/><ellipse cx="150" cy="95" rx="105" ry="42" fill="${look.edge}" opacity=".75"/><path d="M70 95q80 -14 160 0" stroke="${look.line}" stroke-width="7" fill="none" stroke-linecap="round"/>${stitches}<text x="150" y="180" text-anchor="middle" font-family="sans-serif" font-size="18" fill="#553">${look.label}</text></svg>`;
};
