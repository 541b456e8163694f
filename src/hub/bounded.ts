/** An answer whose body fails with `error` when more than `most` bytes of it arrive, before they are held. */
export function bounded(answer: Response, most: number, error: () => Error): Response {
  if (answer.body === null) return answer;
  let seen = 0;
  const counted = answer.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        seen += piece.length;
        if (seen > most) throw error();
        controller.enqueue(piece);
      },
    }),
  );
  const { status, statusText, headers } = answer;
  return new Response(counted, { status, statusText, headers });
}
