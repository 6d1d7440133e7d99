<?php
/** Claims for one visitor, some after the other. Arguments: folder, name, how many. Says each decision that may be shown. */

define( 'INKLING_COLLECT', true );
require getenv( 'INKLING_PLUGIN' ) . '/includes/collect/load.php';
require __DIR__ . '/SiteFolder.php';

list( , $folder, $name, $most ) = array_values( array_diff( $argv, array( '--' ) ) );
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
	$answer = ( new Inkling\Collect\Collector( $folder, SiteFolder::BROWSER, SiteFolder::NOON ) )->collect( SiteFolder::KEY, $body );
	if ( 200 !== $answer->status ) {
		fwrite( STDERR, $answer->json() );
		exit( 1 );
	}
	foreach ( $answer->body['go'] ?? array() as $decision ) {
		echo $decision . "\n";
	}
}
