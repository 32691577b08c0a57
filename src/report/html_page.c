/* In: a title, a model. Out: the frame of a page. Must not know what stands in it. */
#include "report/html_page.h"

#include "report/escape.h"

#include <inttypes.h>
#include <string.h>

extern const char builtin_report_style[], builtin_report_script[];
extern const uint64_t builtin_report_style_length, builtin_report_script_length;

void html_put(const char *string, struct buffer *out)
{
    escape_html(string, strlen(string), out);
}

void html_put_count(size_t count, const char *noun, struct buffer *out)
{
    buffer_append_format(out, "%zu\u00a0%s%s", count, noun, count == 1 ? "" : "s");
}

/* The policy lets nothing be fetched, whatever stands in the page. */
void html_page_begin(const char *title, struct buffer *out)
{
    buffer_append_string(
        out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
             "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    html_put(title, out);
    buffer_append_string(out, "</title>\n<style>\n");
    buffer_append(out, builtin_report_style, (size_t)builtin_report_style_length);
    buffer_append_string(out, "</style>\n</head>\n<body>\n");
}

void html_page_end(const struct stance_model *model, const char *name, struct buffer *out)
{
    buffer_append_string(out, "<footer>\n<p>Labelled by the model <b><bdi>");
    html_put(name, out);
    buffer_append_format(out,
                         "</bdi></b>, checksum <code>%016" PRIx64
                         "</code>, with stance " STANCE_VERSION
                         ". The labels are a machine’s: a percentage is its estimate of how likely "
                         "the label is right.</p>\n</footer>\n<script>\n",
                         model->checksum);
    buffer_append(out, builtin_report_script, (size_t)builtin_report_script_length);
    buffer_append_string(out, "</script>\n</body>\n</html>\n");
}
