<?php
/**
 * Claims once for each of some visitors, as soon as a file `start` lies in the folder. Arguments: folder, name, how many
 * visitors. Says `ready`, and each visitor for whom it may show something.
 */

define( 'INKLING_COLLECT', true );
require getenv( 'INKLING_PLUGIN' ) . '/includes/collect/load.php';
require __DIR__ . '/SiteFolder.php';

list( , $folder, $name, $most ) = array_values( array_diff( $argv, array( '--' ) ) );
echo "ready\n";
while ( ! is_file( $folder . 'start' ) ) {
	clearstatcache();
}
for ( $made = 1; $made <= (int) $most; $made++ ) {
	$item = array(
		'i' => $name . '-' . $made,
		'n' => 'Treatment Chosen',
		't' => SiteFolder::NOON,
		'p' => array(
			'decision' => md5( $name . '-' . $made ),
			'campaign' => 'welcome',
			'variant'  => 'a',
		),
	);
	$body   = json_encode(
		array(
			'ver' => 1,
			's'   => SiteFolder::NOON,
			'e'   => array( $item ),
		)
	);
	$server = array( 'HTTP_USER_AGENT' => SiteFolder::BROWSER['HTTP_USER_AGENT'] . ' ' . $made ) + SiteFolder::BROWSER;
	$answer = ( new Inkling\Collect\Collector( $folder, $server, SiteFolder::NOON ) )->collect( SiteFolder::KEY, $body );
	if ( 200 !== $answer->status ) {
		fwrite( STDERR, $answer->json() );
		exit( 1 );
	}
	if ( isset( $answer->body['go'] ) ) {
		echo $made . "\n";
	}
}
