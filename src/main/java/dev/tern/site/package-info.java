/** Sites and their API keys, in SQL and by REST; and how anything of a site is changed, read, paged and made conditional. */
@NullMarked
package dev.tern.site;

import org.jspecify.annotations.NullMarked;
