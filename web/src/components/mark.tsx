/** Three ways that meet. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      stroke="currentColor"
      strokeWidth="3"
      strokeLinecap="round"
      aria-hidden
    >
      <path d="M16 29V17m0 0L6 7m10 10L26 7" />
      <circle cx="16" cy="17" r="3.5" fill="currentColor" />
    </svg>
  );
}
