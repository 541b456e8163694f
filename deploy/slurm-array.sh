#!/usr/bin/env bash
# One run over an array of tasks: every task measures one share of the bases and writes a part.
#
#   sbatch deploy/slurm-array.sh                      # the organism that ships
#   sbatch deploy/slurm-array.sh --model gpt2         # any option of npm run reproduce
#
# Then, when all tasks are done (A is the job id that sbatch printed):
#
#   sbatch --dependency=afterok:A --cpus-per-task=2 --wrap \
#     'npm run merge -- reports/parts/part-*-of-8.jsonl --out reports/merged'
#
# Run npm ci once in the checkout before. A task that is killed or requeued continues where it was, as long as
# BAG_OF_LATENTS_CACHE is on a disk that all nodes see. Bits are equal on equal processors; merge warns otherwise.

#SBATCH --job-name=bag-of-latents
#SBATCH --array=1-8
#SBATCH --cpus-per-task=2
#SBATCH --mem=4G
#SBATCH --time=08:00:00
#SBATCH --requeue
#SBATCH --output=%x-%A-%a.log

set -euo pipefail
cd "$SLURM_SUBMIT_DIR"

share=$((SLURM_ARRAY_TASK_ID - SLURM_ARRAY_TASK_MIN + 1))
exec npm run reproduce -- \
  --shard "$share/$SLURM_ARRAY_TASK_COUNT" \
  --out "${PARTS:-reports/parts}" \
  "$@"
