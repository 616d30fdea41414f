/** Ends a request after so many milliseconds; phones before iOS 16 wait as long as they like. */
export const patience = (milliseconds: number): AbortSignal | null => AbortSignal.timeout?.(milliseconds) ?? null;
