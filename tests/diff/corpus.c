/* In: a seed. Out: texts, and labelled rows. */
#include "corpus.h"

#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct sentence corpus[] = {
    {"accusatory", "The minister accused the neighbouring state of jamming its air traffic radio."},
    {"accusatory", "Kyiv blamed Moscow for the strike that left two hundred thousand homes dark."},
    {"accusatory", "Inspectors say the company falsified the emission figures for nine years."},
    {"accusatory", "“They lied to us from the first day,” the union's spokeswoman said."},
    {"accusatory", "The report charges the ministry with hiding the test results from parliament."},
    {"accusatory", "Ankara condemned the raid as a violation of its borders."},
    {"accusatory",
     "Prosecutors allege that the bank laundered money for three sanctioned traders."},
    {"accusatory", "The opposition called the vote a fraud and named the officials behind it."},
    {"accusatory", "Fishermen on both coasts accuse the trawlers of cutting their nets at night."},
    {"accusatory", "Vilnius says the balloons were launched on purpose to close its airport."},
    {"denial", "The ministry denied that any of its aircraft had left the agreed corridor."},
    {"denial", "“There is no evidence for this whatsoever,” the embassy said in a statement."},
    {"denial", "The company rejected the accusation and called the figures a clerical error."},
    {"denial", "Moscow dismissed the claim as baseless and said its forces were elsewhere."},
    {"denial", "The bank's chairman insists that he never met the traders in question."},
    {"denial", "Officials refuted reports of a secret meeting in the mountains."},
    {"denial", "The captain denies having switched off the transponder of his ship."},
    {"denial", "A spokesman said it was not true that the ministry had known of the leak."},
    {"denial", "The club maintains that it did not pay the referee a single euro."},
    {"denial", "Tehran again denied supplying the drones found on the beach."},
    {"cooperative", "The two governments agreed to reopen the border crossing before the harvest."},
    {"cooperative", "Both sides are willing to return to the table in Geneva next week."},
    {"cooperative", "Norway offered to send divers and a ship to help with the search."},
    {"cooperative", "The ministers signed a treaty on sharing the water of the river."},
    {"cooperative", "Rescue teams from four countries worked side by side through the night."},
    {"cooperative", "The central banks will support each other's currencies until the summer."},
    {"cooperative", "Prisoners were exchanged on Tuesday in the third such deal this year."},
    {"cooperative", "The company promised to work with the inspectors and to open its books."},
    {"cooperative", "Helsinki thanked its neighbours for their help after the cable broke."},
    {"cooperative", "They pledged a joint fund for the towns on both banks of the lake."},
    {"neutral",
     "The port handled 12 million tonnes of cargo last year, slightly less than in 2019."},
    {"neutral", "The hearing begins on Monday at nine in the district court."},
    {"neutral", "Its cranes were installed nine years ago and last serviced in spring."},
    {"neutral", "Asked about the plan, the spokeswoman had nothing to add."},
    {"neutral", "The committee has eleven members, five of them from the coast."},
    {"neutral", "Rain is expected in the north; the south stays dry until Friday."},
    {"neutral", "Reykjavík lies on a bay whose name means “smoky”; it has 139,875 inhabitants."},
    {"neutral", "The report runs to 214 pages and was printed in two languages."},
    {"neutral", "Trains on the coastal line leave every forty minutes."},
    {"neutral", "The vote was counted by hand, as the law has required since 1998."},
};

const size_t corpus_count = sizeof corpus / sizeof corpus[0];

static void append_part(struct random *random, const char *text, struct buffer *out)
{
    size_t length = strlen(text), begin = (size_t)random_below(random, length);
    while (begin > 0 && text[begin - 1] != ' ')
        begin--;
    const char *end = memchr(text + begin, ' ', length - begin);
    for (uint64_t words = random_below(random, 8); words > 0 && end != NULL; words--)
        end = strchr(end + 1, ' ');
    buffer_append(out, text + begin, end == NULL ? length - begin : (size_t)(end - text) - begin);
    buffer_append_char(out, ' ');
}

void corpus_append_text(struct random *random, struct buffer *out)
{
    static const char *const unheard[] = {"xylophone ", "Ἀθῆναι ", "", "ÖLPREIS, ", "42 ", "\n"};
    for (uint64_t parts = random_below(random, 5); parts > 0; parts--) {
        append_part(random, corpus[random_below(random, corpus_count)].text, out);
        buffer_append_string(out, unheard[random_below(random, 6)]);
    }
}

double random_real(struct random *random)
{
    return (double)(random_next(random) >> 11) / 9007199254740992.0; /* 2^53 */
}

void corpus_load(struct buffer *content, struct dataset *dataset)
{
    static const struct dataset_columns columns = {.format = TABLE_TSV};
    char path[] = "/tmp/stance-test.XXXXXX";
    const char *const paths[] = {path};
    stance_error error;
    int fd = mkstemp(path);
    REQUIRE(fd >= 0);
    CHECK(write(fd, content->data, content->length) == (ssize_t)content->length);
    close(fd);
    int result = dataset_load(paths, 1, &columns, NULL, NULL, dataset, &error);
    unlink(path);
    buffer_release(content);
    REQUIRE(result == 0);
}
