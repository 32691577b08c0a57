/* In: answers, how sure and whether right. Out: a threshold. Must not know where they come from. */
#include "train/abstention.h"

#include "base/memory.h"

#include <stdlib.h>

struct answer {
    double confidence;
    bool right;
};

static int by_confidence_falling(const void *a, const void *b)
{
    double first = ((const struct answer *)a)->confidence;
    double second = ((const struct answer *)b)->confidence;
    return (first < second) - (first > second);
}

int abstention_threshold(const double *confidence, const bool *right, size_t count,
                         double precision, double *threshold, stance_error *error)
{
    struct answer *answers = memory_array(count, sizeof *answers);
    if (answers == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < count; i++)
        answers[i] = (struct answer){confidence[i], right[i]};
    qsort(answers, count, sizeof *answers, by_confidence_falling);
    size_t n_right = 0;
    double best = 0;
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        n_right += answers[i].right;
        if (i + 1 < count && answers[i + 1].confidence == answers[i].confidence)
            continue; /* equally sure: kept or dropped together */
        double share = (double)n_right / (double)(i + 1);
        if (share > best)
            best = share;
        if (share >= precision) {
            *threshold = answers[i].confidence;
            found = true;
        }
    }
    free(answers);
    return found ? 0
                 : error_set(error, STANCE_DATA,
                             "no confidence gives a precision of %g on held-out rows; the best is "
                             "%.4f",
                             precision, best);
}
