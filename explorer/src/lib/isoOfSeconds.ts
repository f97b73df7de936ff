/** Unix seconds as a contract tells them, "1763640000" → ISO 8601; null for what no calendar holds. */
export function isoOfSeconds(seconds: string): string | null {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
