#include "base/buffer.h"
#include "check.h"

#include <stdint.h>

static void test_empty(void)
{
    struct buffer buffer = BUFFER_EMPTY;
    buffer_reset(&buffer);
    CHECK(buffer.data == NULL);
    buffer_append(&buffer, NULL, 0);
    CHECK(!buffer.failed);
    CHECK_BYTES(buffer.data, buffer.length, "");
    CHECK(buffer.length < buffer.capacity);
    buffer_release(&buffer);
    CHECK(buffer.data == NULL && buffer.length == 0 && buffer.capacity == 0);
    buffer_release(&buffer);
}

static void test_appends_are_joined(void)
{
    struct buffer buffer = BUFFER_EMPTY;
    buffer_append(&buffer, "ab", 2);
    buffer_append_string(&buffer, "");
    buffer_append_char(&buffer, 'c');
    buffer_append_format(&buffer, "%d-%s", -7, "é");
    buffer_append_string(&buffer, "!");
    CHECK_STRING(buffer.data, "abc-7-é!");
    CHECK_INT(buffer.length, strlen("abc-7-é!"));
    buffer_release(&buffer);
}

static void test_nul_is_a_byte(void)
{
    struct buffer buffer = BUFFER_EMPTY;
    buffer_append(&buffer, "a\0b", 3);
    buffer_append_char(&buffer, '\0');
    CHECK_INT(buffer.length, 4);
    CHECK(memcmp(buffer.data, "a\0b\0", 5) == 0);
    buffer_release(&buffer);
}

static void test_reset_keeps_the_memory(void)
{
    struct buffer buffer = BUFFER_EMPTY;
    buffer_append_string(&buffer, "some content that is forgotten");
    size_t capacity = buffer.capacity;
    buffer_reset(&buffer);
    CHECK_STRING(buffer.data, "");
    CHECK_INT(buffer.length, 0);
    CHECK_INT(buffer.capacity, capacity);
    buffer_release(&buffer);
}

static void test_reserve(void)
{
    struct buffer buffer = BUFFER_EMPTY;
    buffer_append_string(&buffer, "ab");
    char *place = buffer_reserve(&buffer, 1000);
    REQUIRE(place != NULL);
    CHECK(place == buffer.data + 2);
    CHECK(buffer.capacity > 1002);
    CHECK_INT(buffer.length, 2);
    CHECK_BYTES(buffer.data, 2, "ab");
    buffer_release(&buffer);
}

static void test_failure_sticks_until_reset(void)
{
    struct buffer buffer = BUFFER_EMPTY;
    buffer_append_string(&buffer, "kept");
    CHECK(buffer_reserve(&buffer, SIZE_MAX) == NULL);
    CHECK(buffer.failed);
    buffer_append_string(&buffer, "dropped");
    buffer_append_char(&buffer, 'x');
    buffer_append_format(&buffer, "%d", 1);
    CHECK(buffer_reserve(&buffer, 1) == NULL);
    CHECK(buffer.failed);
    CHECK_BYTES(buffer.data, buffer.length, "kept");
    buffer_reset(&buffer);
    CHECK(!buffer.failed);
    buffer_append_string(&buffer, "again");
    CHECK_BYTES(buffer.data, buffer.length, "again");
    buffer_release(&buffer);
}

static void test_length_that_wraps_around(void)
{
    struct buffer buffer = BUFFER_EMPTY;
    buffer_append_string(&buffer, "abc");
    CHECK(buffer_reserve(&buffer, SIZE_MAX - 3) == NULL);
    CHECK(buffer.failed);
    CHECK_BYTES(buffer.data, buffer.length, "abc");
    buffer_release(&buffer);
}

static void test_format(void)
{
    struct buffer buffer = BUFFER_EMPTY;
    const char *nothing = "";
    buffer_append_format(&buffer, "%s", nothing);
    CHECK_BYTES(buffer.data, buffer.length, "");
    buffer_append_format(&buffer, "%*d", 20000, 5);
    CHECK_INT(buffer.length, 20000);
    CHECK_INT(buffer.data[0], ' ');
    CHECK_STRING(buffer.data + 19998, " 5");
    CHECK(!buffer.failed);
    buffer_release(&buffer);
}

static void test_growth_is_geometric(void)
{
    struct buffer buffer = BUFFER_EMPTY;
    size_t growths = 0, capacity = 0;
    for (size_t i = 0; i < 100000; i++) {
        buffer_append_char(&buffer, (char)('a' + i % 26));
        growths += buffer.capacity != capacity;
        capacity = buffer.capacity;
    }
    CHECK_INT(buffer.length, 100000);
    CHECK(growths < 40);
    CHECK(buffer.capacity < 2 * buffer.length);
    for (size_t i = 0; i < buffer.length; i++)
        if (buffer.data[i] != (char)('a' + i % 26)) {
            CHECK_INT(i, -1);
            break;
        }
    buffer_release(&buffer);
}

const struct suite suite_buffer = {
    "base/buffer",
    (const struct test[]){
        {"an empty buffer", test_empty},
        {"appends are joined", test_appends_are_joined},
        {"a NUL is a byte as others", test_nul_is_a_byte},
        {"a reset keeps the memory", test_reset_keeps_the_memory},
        {"reserve gives room and changes nothing", test_reserve},
        {"a failure sticks until the reset", test_failure_sticks_until_reset},
        {"a length that wraps around", test_length_that_wraps_around},
        {"formatted text", test_format},
        {"growth is geometric", test_growth_is_geometric},
        {NULL, NULL},
    },
};
