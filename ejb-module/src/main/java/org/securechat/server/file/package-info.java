/**
 * The contents of files that are sent in rooms (PROTOCOL.md 7.5.1). They stand in a folder, under a
 * name made from the room and the hash of the content, so that equal contents of one room are kept
 * once, and those of two rooms have nothing in common. A content is written beside its place, and
 * moved there once it is whole, on the disk, and examined; only then a line can name it.
 *
 * <p>Several servers may have one folder (docs/adr/0068). Locks of this package order what one of
 * them does. Between them the database decides, and no place of a content is used twice, so that
 * one that comes back late can do no harm.
 *
 * <p>Table {@code room_file} holds which are there, {@code room_file_line} which lines name them,
 * {@code room_upload} what users are bringing, {@code file_folder} which folder is the database's.
 * A file goes with the last line that names it.
 */
package org.securechat.server.file;
