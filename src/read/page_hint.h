/* What the class or the id of an element tells of it: "article__share-bar" is for sharing. */
#ifndef STANCE_READ_PAGE_HINT_H
#define STANCE_READ_PAGE_HINT_H

enum page_hint {
    HINT_AROUND = 1,  /* stands around the article: navigation, comments, advertising … */
    HINT_CAPTION = 2, /* of a picture, or whose picture it is */
    HINT_HIDDEN = 4,  /* is not shown */
    HINT_DATE = 8     /* when something was published, and no more */
};

/* The hints, or-ed, in a class, an id or a role; 0 where there is none, or `name` is NULL. */
unsigned page_hint(const char *name);

#endif
