/** The audience rules of Meta and Google Ads, said in Tern's language without loss, or refused by pointer. Plain Java. */
@NullMarked
package dev.tern.importing;

import org.jspecify.annotations.NullMarked;
