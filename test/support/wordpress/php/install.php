<?php
/** Makes the site, as the last step of WordPress's own installation does. */

define( 'WP_INSTALLING', true );

/** The mail about it would be the first that every test finds. */
function wp_new_blog_notification() {
}

require INKLING_LAB_SITE . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

wp_install( 'A site of the tests', 'admin', 'admin@example.com', true, '', 'password' );
update_option( 'permalink_structure', '/%postname%/' );

if ( getenv( 'INKLING_LAB_MULTISITE' ) ) {
	foreach ( $wpdb->tables( 'ms_global' ) as $name => $table ) {
		$wpdb->$name = $table;
	}
	install_network();
	$host    = (string) parse_url( WP_HOME, PHP_URL_HOST ) . ':' . parse_url( WP_HOME, PHP_URL_PORT );
	$outcome = populate_network( 1, $host, 'admin@example.com', 'A network of the tests', '/', false );
	if ( is_wp_error( $outcome ) ) {
		http_response_code( 500 );
		exit( $outcome->get_error_message() );
	}
	// Of the main site, so that no post has the address of another site.
	update_option( 'permalink_structure', '/blog/%postname%/' );
}
echo 'installed';
