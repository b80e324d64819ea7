// The mark: something that comes back to who sent it.
export const Mark = () => (
  <svg viewBox="0 0 64 64" aria-hidden="true">
    <path
      d="M14 40h22a10 10 0 0 0 0-20h-6"
      fill="none"
      stroke="#fff"
      strokeWidth="7"
      strokeLinecap="round"
    />
    <path
      d="m24 30-10 10 10 10"
      fill="none"
      stroke="#ffd54a"
      strokeWidth="7"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);
