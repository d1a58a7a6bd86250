/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * XML from cameras, through libxml2. A document with a document type is refused:
 * only there can entities be declared, and no camera needs one. Nothing is loaded
 * from anywhere. Elements are found by their local name: cameras disagree about
 * namespaces and prefixes, and about where in the tree a thing is.
 */
#ifndef LWI_DRIVER_XML_H
#define LWI_DRIVER_XML_H

#include <stddef.h>
#include <stdint.h>

#include <libxml/tree.h>

/* 0, -EPROTO (not well formed, or refused) or -ENOMEM. Free with xmlFreeDoc(). */
int lwi_xml_parse(const char *text, size_t size, xmlDoc **ret_doc);

/* The root element, where it has that local name (NULL: any). NULL: it has not. */
xmlNode *lwi_xml_root(xmlDoc *doc, const char *name);

/* The first element of that name below node, at any depth; the next one after `after` in the order
 * of the text, where that is not NULL. NULL: none, also where node is NULL. */
xmlNode *lwi_xml_find(xmlNode *node, const char *name, const xmlNode *after);

/* The text of the first element of that name below node, cleaned. 0, or -ENOENT and "". */
int lwi_xml_text(xmlNode *node, const char *name, char *ret_text, size_t ret_size);

/* The same as a number; fallback where there is none from min to max. */
int64_t lwi_xml_number(xmlNode *node, const char *name, int64_t min, int64_t max, int64_t fallback);
double lwi_xml_double(xmlNode *node, const char *name, double min, double max, double fallback);

/* An attribute of node, whatever its namespace. 0, or -ENOENT and "". */
int lwi_xml_attribute(const xmlNode *node, const char *name, char *ret_text, size_t ret_size);

/* Copies text with & < > " ' as XML wants them. 0 or -EMSGSIZE. */
int lwi_xml_escape(const char *text, char *ret_text, size_t ret_size);

#endif
