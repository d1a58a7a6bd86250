/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "driver/xml.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <string.h>

#include <libxml/parser.h>

#include "base/parse.h"
#include "driver/text.h"

static void init_once(void)
{
    xmlInitParser();
}

/* libxml2 would tell standard error. */
static void no_error(void *cookie, xmlError *error)
{
    (void) cookie;
    (void) error;
}

/* A document type ends the parsing where it begins: what it declares is never read. */
static void refuse_type(void *cookie, const xmlChar *name, const xmlChar *id, const xmlChar *uri)
{
    (void) name;
    (void) id;
    (void) uri;
    xmlStopParser(cookie);
}

int lwi_xml_parse(const char *text, size_t size, xmlDoc **ret_doc)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void) pthread_once(&once, init_once);
    if (size > INT_MAX)
        return -EPROTO;
    xmlParserCtxt *context = xmlNewParserCtxt();
    if (!context)
        return -ENOMEM;
    context->sax->internalSubset = refuse_type;
    context->sax->serror = (xmlStructuredErrorFunc) no_error;
    xmlDoc *doc = xmlCtxtReadMemory(context, text, (int) size, NULL, NULL,
                                    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                        XML_PARSE_NOCDATA | XML_PARSE_NOBLANKS | XML_PARSE_COMPACT);
    int memory = context->errNo == XML_ERR_NO_MEMORY;
    xmlFreeParserCtxt(context);
    if (!doc)
        return memory ? -ENOMEM : -EPROTO;
    if (!xmlDocGetRootElement(doc) || doc->intSubset || doc->extSubset) {
        xmlFreeDoc(doc);
        return -EPROTO;
    }
    *ret_doc = doc;
    return 0;
}

static int is_named(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *) node->name, name) == 0;
}

xmlNode *lwi_xml_root(xmlDoc *doc, const char *name)
{
    xmlNode *root = xmlDocGetRootElement(doc);
    return root && (!name || is_named(root, name)) ? root : NULL;
}

/* The node after this one in the order of the text, within top. */
static xmlNode *step(const xmlNode *top, xmlNode *node)
{
    if (node->children && node->type == XML_ELEMENT_NODE)
        return node->children;
    while (node != top && !node->next)
        node = node->parent;
    return node == top ? NULL : node->next;
}

xmlNode *lwi_xml_find(xmlNode *node, const char *name, const xmlNode *after)
{
    if (!node)
        return NULL;
    xmlNode *at = after ? (xmlNode *) after : node; /* only walked from */
    while ((at = step(node, at)))
        if (is_named(at, name))
            return at;
    return NULL;
}

int lwi_xml_text(xmlNode *node, const char *name, char *ret_text, size_t ret_size)
{
    xmlNode *found = lwi_xml_find(node, name, NULL);
    ret_text[0] = '\0';
    if (!found)
        return -ENOENT;
    /* Its own text, and none of elements within it. */
    for (const xmlNode *c = found->children; c; c = c->next) {
        if ((c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE) && c->content) {
            const char *content = (const char *) c->content;
            /* Line breaks and tabs around it would hide the spaces. */
            size_t from = strspn(content, " \t\r\n");
            lwi_text_clean(ret_text, ret_size, content + from, strlen(content + from));
            return 0;
        }
    }
    return 0;
}

int64_t lwi_xml_number(xmlNode *node, const char *name, int64_t min, int64_t max, int64_t fallback)
{
    char text[32];
    int64_t value;
    if (lwi_xml_text(node, name, text, sizeof(text)) < 0 ||
        lwi_parse_int(text, min, max, &value) < 0)
        return fallback;
    return value;
}

double lwi_xml_double(xmlNode *node, const char *name, double min, double max, double fallback)
{
    char text[40];
    double value;
    if (lwi_xml_text(node, name, text, sizeof(text)) < 0 ||
        lwi_parse_double(text, min, max, &value) < 0)
        return fallback;
    return value;
}

int lwi_xml_attribute(const xmlNode *node, const char *name, char *ret_text, size_t ret_size)
{
    ret_text[0] = '\0';
    for (const xmlAttr *a = node ? node->properties : NULL; a; a = a->next) {
        if (strcmp((const char *) a->name, name) != 0 || !a->children || !a->children->content)
            continue;
        const char *content = (const char *) a->children->content;
        lwi_text_clean(ret_text, ret_size, content, strlen(content));
        return 0;
    }
    return -ENOENT;
}

int lwi_xml_escape(const char *text, char *ret_text, size_t ret_size)
{
    size_t n = 0;
    for (; *text; text++) {
        const char *as = *text == '&'    ? "&amp;"
                         : *text == '<'  ? "&lt;"
                         : *text == '>'  ? "&gt;"
                         : *text == '"'  ? "&quot;"
                         : *text == '\'' ? "&apos;"
                                         : NULL;
        size_t size = as ? strlen(as) : 1;
        if (n + size >= ret_size)
            return -EMSGSIZE;
        memcpy(ret_text + n, as ? as : text, size);
        n += size;
    }
    if (ret_size == 0)
        return -EMSGSIZE;
    ret_text[n] = '\0';
    return 0;
}
