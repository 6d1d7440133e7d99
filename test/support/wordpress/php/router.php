<?php
/**
 * What the rules of a web server do for WordPress: pretty permalinks, sites in subfolders, files; and, on demand, a page
 * cache in front of it. WordPress lives in global scope, hence the `require` at the very end.
 */

define( 'INKLING_LAB_SITE', getenv( 'INKLING_LAB_HOME' ) . '/site' );

const INKLING_LAB_TYPES = array(
	'css'   => 'text/css; charset=UTF-8',
	'html'  => 'text/html; charset=UTF-8',
	'jpg'   => 'image/jpeg',
	'js'    => 'text/javascript; charset=UTF-8',
	'json'  => 'application/json',
	'png'   => 'image/png',
	'svg'   => 'image/svg+xml',
	'txt'   => 'text/plain; charset=UTF-8',
	'webp'  => 'image/webp',
	'woff2' => 'font/woff2',
);

/** The server itself does not know where the files of a site in a subfolder are. */
function inkling_lab_send( string $path ): ?string {
	if ( 0 === strpos( $_SERVER['REQUEST_URI'], $path ) ) {
		return null;
	}
	header( 'Content-Type: ' . ( INKLING_LAB_TYPES[ pathinfo( $path, PATHINFO_EXTENSION ) ] ?? 'application/octet-stream' ) );
	readfile( INKLING_LAB_SITE . $path );
	exit;
}

/** The file that answers, or null where the server itself sends a file. */
function inkling_lab_route( string $path ): ?string {
	if ( preg_match( '#^/__lab/([a-z-]+)$#', $path, $found ) ) {
		return __DIR__ . '/' . $found[1] . '.php';
	}
	if ( getenv( 'INKLING_LAB_MULTISITE' ) && ! file_exists( INKLING_LAB_SITE . $path ) ) {
		$path = preg_replace( '#^/[\w-]+(?=/(wp-(content|admin|includes)/?|[^/]+\.php$))#', '', $path );
	}
	$file = INKLING_LAB_SITE . $path;
	if ( '/' !== $path && is_dir( $file ) ) {
		if ( '/' !== substr( $path, -1 ) ) {
			header( 'Location: ' . $path . '/', true, 301 );
			exit;
		}
		$file .= 'index.php';
		$path .= 'index.php';
	}
	if ( '/' === $path || ! is_file( $file ) ) {
		$path = '/index.php';
	} elseif ( '.php' !== substr( $path, -4 ) ) {
		return inkling_lab_send( $path );
	}
	$_SERVER['SCRIPT_NAME']     = $path;
	$_SERVER['PHP_SELF']        = $path;
	$_SERVER['SCRIPT_FILENAME'] = INKLING_LAB_SITE . $path;
	unset( $_SERVER['PATH_INFO'] );
	return $_SERVER['SCRIPT_FILENAME'];
}

/** What a firewall says of addresses that it was told to keep closed. */
function inkling_lab_forbid(): void {
	$list = getenv( 'INKLING_LAB_HOME' ) . '/forbidden';
	if ( is_file( $list ) && 0 === strpos( $_SERVER['REQUEST_URI'], file_get_contents( $list ) ) ) {
		http_response_code( 403 );
		exit( '<h1>Forbidden</h1>' );
	}
}

/** Saves the HTML that nobody in particular asked for, and answers with it from then on, without WordPress. */
function inkling_lab_cache_page(): void {
	$is_anonymous = ! preg_match( '/wordpress_logged_in|wp-postpass|comment_author/', $_SERVER['HTTP_COOKIE'] ?? '' );
	if ( 'GET' !== $_SERVER['REQUEST_METHOD'] || ! $is_anonymous || false !== strpos( $_SERVER['REQUEST_URI'], '?' ) ) {
		return;
	}
	$saved = getenv( 'INKLING_LAB_HOME' ) . '/pages/' . sha1( $_SERVER['REQUEST_URI'] ) . '.html';
	if ( is_file( $saved ) ) {
		header( 'Content-Type: text/html; charset=UTF-8' );
		header( 'X-Page-Cache: hit' );
		readfile( $saved );
		exit;
	}
	header( 'X-Page-Cache: miss' );
	ob_start(
		static function ( string $html ) use ( $saved ): string {
			$headers = implode( "\n", headers_list() );
			$is_page = 200 === http_response_code() && preg_match( '#^content-type: *text/html#im', $headers );
			if ( $is_page && ! defined( 'DONOTCACHEPAGE' ) && ! preg_match( '/^cache-control:.*(no-store|private)/im', $headers ) ) {
				file_put_contents( $saved, $html, LOCK_EX );
			}
			return $html;
		}
	);
}

inkling_lab_forbid();
$inkling_lab_target = inkling_lab_route( rawurldecode( (string) parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) ) );
if ( null === $inkling_lab_target ) {
	return false;
}
if ( getenv( 'INKLING_LAB_PAGE_CACHE' ) && INKLING_LAB_SITE . '/index.php' === $inkling_lab_target ) {
	inkling_lab_cache_page();
}
chdir( dirname( $inkling_lab_target ) );
require $inkling_lab_target;
