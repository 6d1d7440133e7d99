<?php
/**
 * Answers a page's post while WordPress is still loading: other plugins, which cost most of what a request costs, are not
 * needed. Included by the plugin's own file.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || exit;

require_once __DIR__ . '/load.php';
require_once __DIR__ . '/class-entrance.php';

// What WordPress's folders are called is known by now; nothing else of it is asked.
$inkling_uploads = _wp_upload_dir();
$inkling_name    = get_option( 'inkling_folder' );
if ( is_string( $inkling_name ) && '' !== $inkling_name ) {
	Entrance::answer( $inkling_uploads['basedir'] . '/' . $inkling_name . '/' );
	exit;
}
unset( $inkling_uploads, $inkling_name );
