<?php
/** What `sendmail` is to PHP: keeps the mail that it reads as a file of the folder that it is given. */

$folder = $argv[1];
$part   = tempnam( $folder, 'part-' );
file_put_contents( $part, stream_get_contents( STDIN ) );
rename( $part, sprintf( '%s/%020d.eml', $folder, hrtime( true ) ) );
